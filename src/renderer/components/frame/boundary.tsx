// Catches a view that throws while it renders: the rest of the window stays usable, and the view can be loaded again.
import { Component, type ReactNode } from 'react'
import { t } from '../../messages/index.ts'
import { ErrorState } from '../ui/states.tsx'

type Props = {
  children: ReactNode /** A change of it tries again, such as another page. */
  resetKey?: string
}
type State = { failed: boolean; resetKey: string | undefined }

export class Boundary extends Component<Props, State> {
  override state: State = { failed: false, resetKey: this.props.resetKey }

  static getDerivedStateFromError(): Partial<State> {
    return { failed: true }
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { failed: false, resetKey: props.resetKey }
  }

  override render() {
    if (!this.state.failed) return this.props.children
    return (
      <ErrorState
        error={{ code: 'internal', message: t.frame.crashed, hint: t.frame.crashedHint }}
        onRetry={() => this.setState({ failed: false })}
        className="h-full"
      />
    )
  }
}
