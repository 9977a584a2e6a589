// A drop folder: files that another system picks up, on this computer or a share.
import type { PlatformDefinition } from './definition.ts'

const OWN = { basis: 'own', source: null } as const

export const folder: PlatformDefinition = {
  type: 'folder',
  name: 'Drop folder',
  about:
    'Writes files into a folder on this computer or a network share, for a partner’s or your own pick-up.',
  credentials: [],
  credential_sets: [{ name: 'None needed', fields: [] }],
  settings: [
    {
      key: 'path',
      label: 'Folder',
      in_words: 'the folder’s path',
      kind: 'folder',
      required: true,
      help: 'Must exist and be writable. Test connection writes a small probe file there, reads it back and deletes it.',
      where: 'Choose it, or ask whoever runs the share for its full path',
      placeholder: '/mnt/share/audiences',
    },
    {
      key: 'file_format',
      label: 'File format',
      kind: 'choice',
      required: true,
      help: 'What the receiving system reads.',
      where: 'Ask whoever picks the files up',
      choices: [
        { value: 'csv', label: 'CSV' },
        { value: 'jsonl', label: 'JSON lines' },
        { value: 'parquet', label: 'Parquet' },
      ],
      default: 'csv',
    },
  ],
  api: null,
  size_floor: { records: null, note: 'A folder has none; its reader may.', ...OWN },
  batch: { records: null, bytes: null, note: 'The free space of the disk.', ...OWN },
  hashing: [
    {
      identifier: 'All identifiers',
      steps: [],
      algorithm: 'none',
      encoding: 'plain',
      note: 'Written as the audience holds them.',
      ...OWN,
    },
  ],
  match_rate: {
    reported: 'never',
    how: 'A folder can’t tell who was matched. Enter the rate by hand when the receiver reports it.',
    ...OWN,
  },
  notes: [
    {
      text: 'Who can read the folder can read the files: choose one that only the receiver shares.',
      ...OWN,
    },
  ],
}
