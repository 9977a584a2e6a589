// Theme and table density.
import { Monitor, Moon, Sun } from 'lucide-react'
import { usePreferences } from '../../api/preferences.ts'
import { SegmentedControl } from '../../components/ui/segmented.tsx'
import { setDensity, setTheme } from '../../lib/theme.ts'
import { t } from '../../messages/index.ts'
import { Row, Section } from './parts.tsx'

const words = t.settings

export function Appearance() {
  const preferences = usePreferences().data
  if (!preferences) return null
  return (
    <Section id="appearance">
      <Row label={words.theme}>
        <SegmentedControl
          label={words.theme}
          value={preferences.theme}
          onChange={setTheme}
          options={[
            { value: 'system', label: words.themes.system, icon: <Monitor size={14} aria-hidden /> },
            { value: 'light', label: words.themes.light, icon: <Sun size={14} aria-hidden /> },
            { value: 'dark', label: words.themes.dark, icon: <Moon size={14} aria-hidden /> },
          ]}
        />
      </Row>
      <Row label={words.density}>
        <SegmentedControl
          label={words.density}
          value={preferences.density}
          onChange={setDensity}
          options={[
            { value: 'regular', label: words.densities.regular },
            { value: 'compact', label: words.densities.compact },
          ]}
        />
      </Row>
    </Section>
  )
}
