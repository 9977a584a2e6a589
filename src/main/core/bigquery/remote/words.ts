// What an analyst reads when BigQuery says no: each time what happened, and what to do.

type Words = readonly [message: string, hint: string]

const words = (message: string, hint: string): Words => [message, hint]
/** Said of a push. */
export const KEPT = 'Nothing is lost: what was to be pushed is kept.'

export const say = {
  offline: (host: string) =>
    words(
      `This computer can’t reach ${host}.`,
      `Check the network, the VPN or the proxy, then try again. ${KEPT}`,
    ),
  cut: (host: string) =>
    words(
      `The connection to ${host} was cut before the answer was complete.`,
      `Try again; if it goes on, ask whoever keeps your network. ${KEPT}`,
    ),
  slow: words('BigQuery did not answer in time.', `Try again in a few minutes. ${KEPT}`),
  certificate: (host: string) =>
    words(
      `The connection to ${host} is not trusted: its certificate can’t be verified.`,
      'On a company network a proxy may inspect traffic: ask for its certificate and name the file in NODE_EXTRA_CA_CERTS. Check the computer’s clock as well.',
    ),
  proxySignIn: words(
    'The proxy of your network asks for a name and password.',
    'Put them into HTTPS_PROXY, as http://name:password@proxy:port, and start the app again.',
  ),
  stranger: words(
    'Something other than Google answered: a sign-in page or a proxy of your network.',
    'Open any page in your browser and sign in to the network, or ask for access to *.googleapis.com.',
  ),
  cancelled: words('Cancelled.', KEPT),
  unknown: words(
    'The call to BigQuery failed in a way that this app does not know.',
    'Try again. If it goes on, send the log to whoever helps you.',
  ),

  signInBusy: words('Google’s sign-in did not answer.', `Try again in a few minutes. ${KEPT}`),
  signInEnded: (subtype: string | null) =>
    subtype === 'invalid_rapt'
      ? words(
          'Your organisation asks for a new sign-in to Google from time to time.',
          `Sign in again. ${KEPT}`,
        )
      : words(
          'Your sign-in to Google has ended: it was revoked, has expired, or the key was deleted.',
          `Sign in again. ${KEPT}`,
        ),
  signInRefused: words('Google did not accept the sign-in.', `Sign in again. ${KEPT}`),
  clientRefused: words(
    'Google does not know the client ID and client secret.',
    'Copy both again from the OAuth client of type “Desktop app” in the Google Cloud console, then sign in again.',
  ),
  organisationRefuses: words(
    'Your organisation does not let this app sign in to Google.',
    'Ask the administrator to allow the OAuth client ID for BigQuery.',
  ),
  narrowScope: words(
    'The sign-in does not include BigQuery.',
    'Sign in again and leave the box for BigQuery ticked.',
  ),
  tokenRefused: words('BigQuery does not accept the sign-in.', `Sign in again. ${KEPT}`),
  noCredentials: words(
    'This computer has no application default credentials.',
    'Run “gcloud auth application-default login” in a terminal, or choose another way to sign in.',
  ),
  badCredentials: words(
    'The application default credentials of this computer can’t be read.',
    'Run “gcloud auth application-default login” in a terminal to make them anew, or choose another way to sign in.',
  ),
  badKey: words(
    'The private key of the service account can’t be read.',
    'Create a new JSON key for the service account and choose its file again.',
  ),

  lacks: (permission: string, where: string | null, role: string) =>
    words(
      `Your account lacks the permission ${permission}${where ? ` on ${where}` : ''}.`,
      `Ask whoever keeps the project for the role ${role}.`,
    ),
  denied: (where: string | null) =>
    words(
      `Your account may not do this${where ? ` on ${where}` : ''}.`,
      'Ask whoever keeps the project for the roles that the set-up page names.',
    ),
  perimeter: words(
    'A rule of your organisation forbids this call.',
    'Ask the administrator whether VPC Service Controls lets this computer use BigQuery.',
  ),
  notFound: (what: string | null) =>
    words(
      what ? `BigQuery has no ${what} in this location.` : 'BigQuery does not find what was asked for.',
      'Check the project, the dataset and its location in the settings, or run the set-up.',
    ),
  apiOff: words(
    'The BigQuery API is not enabled in this project.',
    'Ask whoever keeps the project to enable it: gcloud services enable bigquery.googleapis.com',
  ),
  noBilling: words(
    'Billing is not enabled for this project.',
    'Ask whoever keeps the project to link a billing account; without one BigQuery accepts no changes of tables.',
  ),
  quota: words(
    'A quota of the project is used up.',
    `Quotas for a day begin anew at midnight Pacific time; whoever keeps the project can raise them. ${KEPT}`,
  ),
  costLimit: words(
    'The statement would cost more than the limit that is set.',
    'Ask whoever keeps the project to raise the limit of bytes billed.',
  ),
  rate: (wait: string | null) =>
    words(
      'BigQuery gets more calls than it allows at once.',
      wait ? `Try again in ${wait}. ${KEPT}` : `Try again in a few minutes. ${KEPT}`,
    ),
  googleFault: words('BigQuery had a fault of its own.', `Try again in a few minutes. ${KEPT}`),
  stopped: words(
    'The job was stopped in BigQuery before it was done.',
    `Try again; ask who stopped it if it goes on. ${KEPT}`,
  ),
  tooLarge: words(
    'BigQuery says that this is too large for it.',
    `Try again with fewer changes at once. ${KEPT}`,
  ),
  blocked: words(
    'BigQuery has blocked this kind of call for the project for a time.',
    'Ask whoever keeps the project to look at the messages of Google Cloud support.',
  ),
  notAccepted: words(
    'BigQuery did not accept what was sent.',
    'Run the check of the set-up: the tables may have been changed. The details name Google’s reason.',
  ),
  stillRunning: words(
    'BigQuery has not finished yet.',
    'The job goes on in BigQuery; push again later, and it is taken up where it is.',
  ),
  noFile: words('The prepared file can’t be read.', 'Push again: it is made anew.'),
  unreadable: words(
    'BigQuery’s answer is not what its description says.',
    'Run the check of the set-up; a newer version of the app may be needed.',
  ),
} as const
