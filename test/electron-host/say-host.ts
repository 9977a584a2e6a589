// Before the specs: says on which host the desktop ones run.
import { hostInUse } from './launch.ts'

export default function sayHost(): void {
  console.log(hostInUse())
}
