// Refreshes, introspects and revokes as a certified client does: openid-client.mjs <issuer> <refresh token> <api> <secret>
import * as client from 'openid-client'

const [issuer, refreshToken, api, secret] = process.argv.slice(2)
const options = { execute: [client.allowInsecureRequests], algorithm: 'oauth2' }
const app = await client.discovery(new URL(issuer), 'cardea', undefined, client.None(), options)
const resourceApi = await client.discovery(new URL(issuer), api, undefined, client.ClientSecretBasic(secret), options)

const tokens = await client.refreshTokenGrant(app, refreshToken)
const before = await client.tokenIntrospection(resourceApi, tokens.access_token)
await client.tokenRevocation(app, tokens.refresh_token)
const after = await client.tokenIntrospection(resourceApi, tokens.access_token)
const refused = await client.refreshTokenGrant(app, tokens.refresh_token).then(() => 'accepted', error => error.error)

console.log(JSON.stringify({ type: tokens.token_type, before: before.active, after: after.active, refused }))
