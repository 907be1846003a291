// Verifies an access token as an API on another stack does: jose.mjs <issuer> <token>
import { createRemoteJWKSet, jwtVerify } from 'jose'

const [issuer, token] = process.argv.slice(2)
const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`))
const expected = { issuer, audience: issuer, typ: 'at+jwt', algorithms: ['ES256'] }

const { payload } = await jwtVerify(token, keys, expected)
const forged = await jwtVerify(token.slice(0, -8) + 'AAAAAAAA', keys, expected).then(() => 'accepted', error => error.code)

console.log(JSON.stringify({ subject: payload.sub, session: payload.sid, forged }))
