export { CardeaDevices } from "./devices.js";
export { CardeaSecurity } from "./security.js";
export { CardeaSignIn, type SignInPart } from "./sign-in.js";
export type { CardeaErrorDetail, CardeaSignedInDetail, CardeaSignedOutDetail, CardeaStepDetail } from "./events.js";
export type { TextKey, Texts } from "./words.js";
