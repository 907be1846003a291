// Sends a mail as an app does, and prints how it was answered: send-mail.mjs <server> <mail>, both as JSON
import { createTransport } from 'nodemailer'

const [server, mail] = process.argv.slice(2).map(argument => JSON.parse(argument))
const answer = await createTransport(server).sendMail(mail).then(sent => sent.response, error => error.response ?? error.code)

console.log(JSON.stringify(answer))
