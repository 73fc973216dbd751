import './date-time.ts'
import './json.ts'
import './minor-units.ts'
import './text.ts'
