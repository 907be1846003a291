// Every form works without this script. It adds what only a browser can do.
import { moveCodes, takeCodesLater } from "./codes.js";
import { countDown } from "./countdown.js";
import { followDevices } from "./devices.js";
import { enhancePasswords } from "./passwords.js";
import { enhancePasskeys } from "./passkeys.js";
import { enhanceRecoveryCodes } from "./recovery-codes.js";
import { moveErrors } from "./errors.js";
import { showTimes } from "./times.js";
import { sendOnce } from "./submit.js";

moveErrors();
moveCodes();
takeCodesLater();
countDown();
enhancePasswords();
enhancePasskeys();
enhanceRecoveryCodes();
showTimes();
followDevices();
sendOnce();
