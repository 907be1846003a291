using Cardea.AspNetCore.Problems;
using Cardea.Validation.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Cardea.Providers.SignIn;

/// <summary>Answers refusals for people where a browser opens an address. A program gets problem details.</summary>
internal static class PersonAnswers
{
    /// <summary>Answers a refusal with a page (<see cref="RefusalPage"/>), if a person reads it.</summary>
    public static TEndpoint AnswersPeople<TEndpoint>(this TEndpoint endpoint)
        where TEndpoint : IEndpointConventionBuilder =>
        endpoint.AddEndpointFilter(static async (call, next) =>
            await next(call) is var answer && answer is Problem problem && BrowserNavigation.IsOne(call.HttpContext.Request)
                ? RefusalPage.For(problem, call.HttpContext)
                : answer);
}
