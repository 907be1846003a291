using System.Text.Json;
using System.Text.Json.Serialization;
using Cardea.Pages.Contract;
using Cardea.Pages.Rendering;
using Microsoft.AspNetCore.Http;

namespace Cardea.Pages.WellKnown;

/// <summary>Where browsers and password managers find what they look for.</summary>
internal static class WellKnownAddresses
{
    public static void Map(PageRoutes pages)
    {
        // W3C, A Well-Known URL for Changing Passwords.
        pages.MapPage("/.well-known/change-password", static page => Task.FromResult<IResult>(Results.Redirect(page.Link("/account/security"))));

        // W3C, A Well-Known URL for Passkey Endpoints.
        pages.MapPage("/.well-known/passkey-endpoints", static page =>
        {
            var address = page.Options.Issuer + "/account/security";
            return Task.FromResult<IResult>(page.Has(Operations.Passkeys)
                ? Results.Json(new PasskeyPlaces(address, address), WellKnownJson.Default.PasskeyPlaces)
                : Results.NotFound());
        });

        // Web Authentication, section 5.11.
        pages.MapPage("/.well-known/webauthn", static page => Task.FromResult<IResult>(page.Options.RelatedOrigins.Count > 0
            ? Results.Json(new RelatedOrigins([.. page.Options.RelatedOrigins]), WellKnownJson.Default.RelatedOrigins)
            : Results.NotFound()));
    }
}

/// <summary>Where a user adds passkeys, and where they are listed.</summary>
internal sealed record PasskeyPlaces(string Enroll, string Manage);

/// <summary>The origins outside the domain whose pages may ask for the passkeys.</summary>
internal sealed record RelatedOrigins(IReadOnlyList<string> Origins);

/// <summary>How these answers are written.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PasskeyPlaces))]
[JsonSerializable(typeof(RelatedOrigins))]
internal sealed partial class WellKnownJson : JsonSerializerContext;
