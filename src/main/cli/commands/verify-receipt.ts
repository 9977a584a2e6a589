// Says whether receipts are whole. Needs no workspace, and loads nothing of the store.
import { type Command, EXIT } from '../command.ts'
import { print } from '../say.ts'
import { refused } from '../session.ts'
import { verifyReceipt } from '../verify-receipts.ts'

export const VERIFY_RECEIPT: Command = {
  summary: 'Say whether receipts of deliveries are whole',
  words: [
    {
      name: 'PATH',
      says: 'A receipt (its name ends with .receipt.json), or a folder with receipts in it or below it',
    },
  ],
  options: { json: { type: 'boolean', says: 'Answer as JSON, with what each receipt says' } },
  notes: `Needs no workspace and no network, and changes nothing. Each receipt is checked by its own checksum, and the receipts
of one platform in one folder by what each says came before it.
Exit codes: 0 all are whole, 1 one or more are not, 2 there was nothing to check or the command line was wrong.`,
  async run(given) {
    const verified = await verifyReceipt(given.words[0] ?? '', given.is('json'))
    if (!verified.ok) {
      await refused(given, verified.error)
      return EXIT.usage
    }
    await print(verified.value.text)
    return verified.value.whole ? EXIT.done : EXIT.failed
  },
}
