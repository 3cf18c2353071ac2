/** A mock without MSW, and without any contract but the one that it is given: for bundles, and wherever there is a `fetch` to stand in for. */
export { compileContract, type Contract } from '../contract/compile.ts';
export { readCredentials, type AccessKey, type Credentials } from './auth/credentials.ts';
export { verifySignatures } from './gateway/verification.ts';
export { createFetchMock, type AwaitedFetchMock, type FetchMock } from './mock.ts';
export type { AwaitedFetchMockOptions, FetchMockOptions } from './mock-options.ts';
