// The certified provider (oidc-provider), with one client. Whoever comes signs in at once, as the last line of the input says.
//   node oidc-provider.mjs <port> <client id> <secret> <redirect uri> <back-channel logout uri>
// Input, a line each: "user <address>" says who signs in next, "roll" replaces the keys at once. Each is answered by "ok".
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import { exportJWK, generateKeyPair } from 'jose'
import Provider from 'oidc-provider'

// Its notices. The output has nothing but the answers to the input.
console.info = console.warn = console.error

const [port, clientId, clientSecret, redirectUri, logoutUri] = process.argv.slice(2)
const issuer = `http://127.0.0.1:${port}`
let user = 'nobody@example.org'
let serve

async function start() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const provider = new Provider(issuer, {
    clients: [{
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      backchannel_logout_uri: logoutUri,
      backchannel_logout_session_required: true,
    }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), use: 'sig', alg: 'RS256', kid: crypto.randomUUID() }] },
    cookies: { keys: ['tests'] },
    features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, claimsParameter: { enabled: true } },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    // By itself, it calls no address of this machine.
    fetch: (address, { dispatcher: _, ...options }) => fetch(address, options),
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: id, email_verified: true }) }),
    loadExistingGrant: async ctx => {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId })
      grant.addOIDCScope('openid email')
      grant.addOIDCClaims(['auth_time'])
      await grant.save()
      return grant
    },
  })
  const handle = provider.callback()
  serve = async (request, response) => {
    if (request.url.startsWith('/interaction/')) {
      await provider.interactionFinished(request, response, { login: { accountId: user } })
    } else {
      handle(request, response)
    }
  }
}

await start()
createServer((request, response) => serve(request, response).catch(error => response.writeHead(500).end(String(error)))).listen(Number(port), '127.0.0.1', () => console.log('ok'))

const input = createInterface({ input: process.stdin })
for await (const line of input) {
  const [command, argument] = line.split(' ')
  if (command === 'user') {
    user = argument
  } else {
    await start()
  }

  console.log('ok')
}

process.exit(0)
