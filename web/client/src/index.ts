export { createClient } from "./core/client.js";
export { CardeaError } from "./core/error.js";
export type {
  AccessTokenRequest,
  Client,
  ClientOptions,
  ClientStorage,
  ErrorCode,
  LinkSignIn,
  Mode,
  PasskeySignIn,
  PasswordSignIn,
  Problem,
  SecondFactor,
  Session,
  SignInRequest,
  SignInResult,
  SignOutScope,
  SignUpRequest,
  State,
  Status,
  User,
} from "./core/types.js";
