using Cardea;
using Cardea.Pages.Account;
using Cardea.Pages.Console;
using Cardea.Pages.Contract;
using Cardea.Pages.External;
using Cardea.Pages.Files;
using Cardea.Pages.Recovery;
using Cardea.Pages.Rendering;
using Cardea.Pages.SignIn;
using Cardea.Pages.WellKnown;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the pages that people see.</summary>
public static class CardeaPagesEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps <c>/</c>, <c>/account</c>, <c>/console</c> and what is below them. Map Cardea's endpoints with <c>MapCardea</c> on the same builder: the pages call
    /// them.
    /// </summary>
    /// <returns>The same builder.</returns>
    /// <exception cref="SetupException">A setting of the pages is wrong, or <c>AddPages</c> was not called.</exception>
    public static IEndpointRouteBuilder MapCardeaPages(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);

        if (endpoints.ServiceProvider.GetService<PageAssets>() is null)
        {
            throw new SetupException("MapCardeaPages needs AddPages: add it to what AddCardea returns, as in builder.Services.AddCardea().AddPages().");
        }

        // A wrong setting ends the start, not the first request.
        endpoints.ServiceProvider.GetRequiredService<PageAssets>();
        var pages = new PageRoutes(endpoints, new ContractCalls(endpoints));
        SignInPages.Map(pages);
        EnrolPages.Map(pages);
        ExternalPages.Map(pages);
        LinkPages.Map(pages);
        PasswordPages.Map(pages);
        AddressPages.Map(pages);
        DevicePages.Map(pages);
        SecurityPages.Map(pages);
        AccountPages.Map(pages);
        ReauthenticatePages.Map(pages);
        FiguresPages.Map(pages);
        UserListPages.Map(pages);
        UserPages.Map(pages);
        InvitationPages.Map(pages);
        EventPages.Map(pages);
        KeyPages.Map(pages);
        FileEndpoints.Map(endpoints);
        WellKnownAddresses.Map(pages);
        pages.MapRest();
        return endpoints;
    }
}
