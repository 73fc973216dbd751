import 'uplot/dist/uPlot.min.css'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useDark } from '../../data/theme.ts'

export interface Series {
  readonly name: string
  /** A custom property of tokens.css. */
  readonly color: `--plot-${number}`
  /** The heights of the bars; negative ones go down, null has none. */
  readonly values: readonly (number | null)[]
}

interface PlotProps {
  /** For screen readers, which read the table behind the plot. */
  readonly title: string
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  readonly formatValue: (value: number) => string
  /** Called with the index under the pointer, or null. */
  readonly onPoint: (index: number | null) => void
}

const HEIGHT = 220

/** Bars over days. */
export function Plot({ title, labels, series, formatValue, onPoint }: PlotProps) {
  const place = useRef<HTMLDivElement>(null)
  const isDark = useDark()
  // biome-ignore lint/correctness/useExhaustiveDependencies: a canvas takes its colors when it is drawn
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const options = optionsOf({ element, labels, series, formatValue, onPoint })
    const data: uPlot.AlignedData = [labels.map((_, index) => index), ...series.map(({ values }) => [...values])]
    const plot = new uPlot(options, data, element)
    const observer = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [labels, series, formatValue, onPoint, isDark])
  return <div ref={place} className="plot" role="img" aria-label={title} />
}

type OptionsInput = Omit<PlotProps, 'title'> & { readonly element: HTMLElement }

const bars = uPlot.paths.bars?.({ size: [0.64, 34], radius: 0.15 })

function optionsOf({ element, labels, series, formatValue, onPoint }: OptionsInput): uPlot.Options {
  const color = (name: string) => colorOf(element, name)
  const axis = { stroke: color('--text-faint'), font: '11px system-ui, sans-serif', ticks: { show: false } }
  const grid = { stroke: color('--plot-grid'), width: 1 }
  return {
    width: element.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: [-0.6, labels.length - 0.4] },
      y: { range: (_, lowest, highest) => [Math.min(0, lowest * 1.1), Math.max(1, highest * 1.1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 64, values: (_, at) => at.map(index => labels[index] ?? '') },
      { ...axis, grid, size: 72, values: (_, at) => at.map(formatValue) },
    ],
    series: [
      {},
      ...series.map(({ name, color: property }) => ({
        label: name,
        fill: color(property),
        width: 0,
        ...(bars && { paths: bars }),
        points: { show: false },
      })),
    ],
    hooks: { setCursor: [plot => onPoint(plot.cursor.idx ?? null)] },
  }
}

/** The value of a custom property as a canvas takes it: light-dark() is resolved. */
function colorOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`
  const { color } = getComputedStyle(element)
  element.style.color = ''
  return color
}
