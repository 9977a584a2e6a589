// Stands where `electron` would be in unit tests: any use of it is a mistake, since modules take what they need as arguments.
throw new Error('A unit test loaded electron. Pass the functions the module needs as arguments instead.')

export {}
