import { Action, type ActionProps } from '../../components/forms/action.tsx'

/** The input of a mutation of an endpoint. */
type EndpointInput<Input> = Input & { readonly webhookEndpointId: string }

type EndpointActionProps<Input> = Omit<ActionProps<Input>, 'name' | 'send'> & {
  readonly id: string
  /** Of the request, e.g. `pause`. */
  readonly name: string
  readonly send: (input: EndpointInput<Input>) => ReturnType<ActionProps<Input>['send']>
}

/** Something that can be done with one endpoint. */
export function EndpointAction<Input extends object = object>({ id, name, send, ...rest }: EndpointActionProps<Input>) {
  return (
    <Action<Input>
      name={`webhook-${name}:${id}`}
      send={({ input }) => send({ ...input, webhookEndpointId: id })}
      {...rest}
    />
  )
}
