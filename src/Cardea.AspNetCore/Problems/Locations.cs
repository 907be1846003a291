using Microsoft.AspNetCore.Http;

namespace Cardea.AspNetCore.Problems;

/// <summary>The values of the header <c>Location</c>. They begin with the prefix below which the app has mapped Cardea.</summary>
internal static class Locations
{
    extension(HttpRequest request)
    {
        /// <summary>The address of the request.</summary>
        public string OwnLocation => request.PathBase.Add(request.Path).ToUriComponent().TrimEnd('/');

        /// <summary>The address beside that of the request: the same but for the last segment.</summary>
        /// <param name="segment">The last segment.</param>
        public string LocationBeside(string segment)
        {
            var own = request.OwnLocation;
            return $"{own[..own.LastIndexOf('/')]}/{segment}";
        }
    }
}
