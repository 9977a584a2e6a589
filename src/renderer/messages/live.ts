// Words of a workspace whose records are kept in BigQuery.
export const live = {
  /** In the title bar. */
  saving: 'Saving to BigQuery…',
  reading: 'Reading BigQuery…',
  live: (age: string) => `Live in BigQuery · read ${age}`,
  offline: (age: string | null) => (age === null ? 'Offline' : `Offline · read ${age}`),
  problem: (age: string | null) => (age === null ? 'Can’t read BigQuery' : `Can’t save · read ${age}`),
  detail: {
    saving: 'A save is done when BigQuery has it, which takes a second or more.',
    live: 'Everything you saved is in BigQuery. What others save there is looked for every 30 seconds.',
    stopped: 'What is here can be read. Nothing can be saved until BigQuery can be used again.',
  },
  justNow: 'just now',
  readNow: 'Read BigQuery now',
  readAgain: 'Try again',

  /** In the strip across the page. */
  offlineTitle: 'BigQuery can’t be reached: changes can’t be saved',
  problemTitle: 'BigQuery can’t be used: changes can’t be saved',
  seen: (age: string) => `What you see was read ${age}.`,
  nothingSeen: 'Nothing was read from it yet.',

  page: {
    title: 'Your records are kept in BigQuery',
    hint: 'There is nothing to push: a save is done when BigQuery has it.',
    readButton: 'Read now',
    points: [
      'A save takes a second or more. If somebody else changed the record meanwhile, you see what they changed, and decide.',
      'Lists and search answer from a copy on this computer, which is brought up to date every 30 seconds.',
      'While BigQuery can’t be reached, you can read and not save. Drafts are kept.',
      'The history of a record begins with what this computer saw: BigQuery holds the current version.',
    ],
    checkHint: 'Looks at everything that a save needs, one by one. It changes nothing.',
    facts: 'Connection',
    lastRead: 'Last read',
    never: 'Not yet',
  },

  intro: 'Everything you save is kept in BigQuery.',
  whoHint: 'A profile keeps its records apart from those of others in the same dataset.',
  emailHint: 'Shown in the history of changes, and kept in BigQuery.',
  place: 'Where your records are kept',
  copy: (folder: string) => `A copy for reading is in ${folder}`,
  records: 'Records',
}
