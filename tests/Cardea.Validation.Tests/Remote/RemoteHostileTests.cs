using Cardea.Validation.Tests.Running;

namespace Cardea.Validation.Tests.Remote;

public sealed class RemoteHostileClaimsTests(RemoteApi api) : HostileClaims(api), IClassFixture<RemoteApi>;

public sealed class RemoteHostileHeaderTests(RemoteApi api) : HostileHeader(api), IClassFixture<RemoteApi>;

public sealed class RemoteHostileSignatureTests(RemoteApi api) : HostileSignature(api), IClassFixture<RemoteApi>;

public sealed class RemoteSpellingTests(RemoteApi api) : Spelling(api), IClassFixture<RemoteApi>;
