// A mail server that prints a line of JSON for each recipient of what it takes, after a first line with its port. It ends with its input.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { parseArgs } from 'node:util'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    starttls: { type: 'boolean' }, // no mail before it
    tls: { type: 'boolean' }, // from the first byte on
    certificate: { type: 'string' },
    key: { type: 'string' },
    user: { type: 'string' },
    password: { type: 'string' },
    refuse: { type: 'boolean' },
    busy: { type: 'boolean' },
    slow: { type: 'boolean' }, // so slow that it never says anything
    'fail-first': { type: 'string', default: '0' },
  },
})
const encrypted = options.starttls || options.tls
let failures = Number(options['fail-first'])

const print = value => console.log(JSON.stringify(value))
const error = (responseCode, message) => Object.assign(new Error(message), { responseCode })

function onAuth({ username, password }, session, answer) {
  username === options.user && password === options.password
    ? answer(null, { user: username })
    : answer(error(535, '5.7.8 Authentication credentials invalid'))
}

function onMailFrom(address, session, answer) {
  answer(encrypted && !session.secure ? error(530, '5.7.0 Must issue a STARTTLS command first') : null)
}

function onRcptTo(address, session, answer) {
  answer(options.refuse ? error(550, '5.1.1 No such mailbox') : options.busy ? error(451, '4.3.2 Try again later') : null)
}

async function onData(stream, session, answer) {
  const mail = await PostalMime.parse(Buffer.concat(await stream.toArray()))
  if (failures > 0) {
    failures--
    answer(error(451, '4.3.0 Try again later'))
    return
  }

  for (const { address: to } of session.envelope.rcptTo) {
    print({
      to,
      from: session.envelope.mailFrom.address,
      subject: mail.subject ?? '',
      text: mail.text ?? '',
      html: mail.html ?? '',
      secure: session.secure,
      user: session.user ?? null,
      headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    })
  }

  answer()
}

const server = options.slow
  ? createServer(() => {})
  : new SMTPServer({
      secure: options.tls,
      ...(encrypted && { cert: readFileSync(options.certificate), key: readFileSync(options.key) }),
      disabledCommands: [...(options.starttls ? [] : ['STARTTLS']), ...(options.user ? [] : ['AUTH'])],
      allowInsecureAuth: !encrypted,
      onAuth,
      onMailFrom,
      onRcptTo,
      onData,
    })
const listener = server.listen(Number(options.port), '127.0.0.1', () => print(listener.address().port))

// A client that breaks off is no reason to stop; a port that is taken is one.
server.on('error', failure => {
  console.error(failure)
  if (!listener.listening) {
    process.exit(1)
  }
})
process.stdin.on('end', () => process.exit()).resume()
