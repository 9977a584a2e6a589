// Chromium can't be taught a scheme from outside, so `app://activation/x` is `http://activation.localhost/x` in it.

const INSIDE = /^http:\/\/([a-z0-9-]+)\.localhost(?=\/|$)/

/** As the app knows it. */
export const outsideAddress = (url: string) => url.replace(INSIDE, 'app://$1')

/** As Chromium is given it. `.localhost` is a secure context, as a scheme that is registered as secure is. */
export const insideAddress = (url: string) =>
  url.replace(/^app:\/\/([a-z0-9-]+)(?=\/|$)/, 'http://$1.localhost')
