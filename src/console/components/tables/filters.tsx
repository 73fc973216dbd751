import { useNavigate } from '@tanstack/react-router'
import { useId, useState } from 'react'
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components'
import type { Search } from '../../data/search.ts'
import { wordsOf } from '../../format/words.ts'
import { Icon } from '../icon.tsx'

export type Filter = { readonly name: string; readonly label: string } & (
  | { readonly kind: 'many' | 'one'; readonly values: readonly string[] }
  | { readonly kind: 'text' | 'date' }
)

/** The filters of a list. They are in the address, so that a list can be kept and sent to others. */
export function Filters({ filters, search }: { readonly filters: readonly Filter[]; readonly search: Search }) {
  const navigate = useNavigate()
  // Another filter is another list: it starts at its first page.
  const set = (name: string, value: string | undefined) =>
    void navigate({ to: '.', search: { ...search, after: undefined, before: undefined, [name]: value || undefined } })
  const [isOpen, setOpen] = useState(false)
  const isSet = filters.some(({ name }) => search[name])
  return (
    <search>
      <button type="button" className="button filters-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isSet ? 'Filters (set)' : 'Filters'}
      </button>
      <div className="filters" data-open={isOpen ? '' : undefined}>
        {filters.map(filter => (
          <FilterField key={filter.name} filter={filter} value={search[filter.name]} onChange={set} />
        ))}
        {isSet && (
          <button type="button" className="button button-quiet" onClick={() => void navigate({ to: '.', search: {} })}>
            Clear
          </button>
        )}
      </div>
    </search>
  )
}

interface FieldProps {
  readonly filter: Filter
  readonly value: string | undefined
  readonly onChange: (name: string, value: string | undefined) => void
}

function FilterField({ filter, value, onChange }: FieldProps) {
  const id = useId()
  if (filter.kind === 'many') return <Many filter={filter} value={value} onChange={onChange} values={filter.values} />
  return (
    <div className="filter">
      <label htmlFor={id}>{filter.label}</label>
      {filter.kind === 'one' ? (
        <select
          id={id}
          className="select"
          value={value ?? ''}
          onChange={event => onChange(filter.name, event.target.value)}
        >
          <option value="">Any</option>
          {filter.values.map(each => (
            <option key={each} value={each}>
              {wordsOf(each)}
            </option>
          ))}
        </select>
      ) : (
        // The key: a cleared filter clears its field.
        <input
          id={id}
          key={value}
          className="input"
          type={filter.kind}
          defaultValue={value}
          autoComplete="off"
          spellCheck={false}
          onBlur={event => event.target.value !== (value ?? '') && onChange(filter.name, event.target.value.trim())}
          onKeyDown={event => event.key === 'Enter' && event.currentTarget.blur()}
        />
      )}
    </div>
  )
}

function Many({ filter, value, values, onChange }: FieldProps & { readonly values: readonly string[] }) {
  const inAddress = value ? value.split(',') : []
  // While the list is open, clicks can be faster than the address.
  const [opened, setOpened] = useState<readonly string[]>()
  const chosen = opened ?? inAddress
  const [first] = chosen
  const text = first === undefined ? 'Any' : chosen.length === 1 ? wordsOf(first) : `${chosen.length} chosen`
  return (
    <Select
      className="filter"
      selectionMode="multiple"
      value={chosen}
      onOpenChange={isOpen => setOpened(isOpen ? inAddress : undefined)}
      onChange={keys => {
        setOpened(keys.map(String))
        onChange(filter.name, keys.join(','))
      }}
    >
      <Label>{filter.label}</Label>
      <Button className="select select-button">
        <SelectValue>{text}</SelectValue>
      </Button>
      <Popover className="popover">
        <ListBox>
          {values.map(each => (
            <ListBoxItem key={each} id={each} textValue={wordsOf(each)} className="option">
              <span className="tick">
                <Icon name="tick" />
              </span>
              {wordsOf(each)}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  )
}
