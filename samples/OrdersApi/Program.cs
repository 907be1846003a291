using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Claims;

var builder = WebApplication.CreateBuilder(args);

#region cardea
builder.Services.AddAuthentication().AddCardea(options => builder.Configuration.Bind("Orders", options));
builder.Services.AddAuthorization();
#endregion

#region health
builder.Services.AddHealthChecks().AddCardea();

var app = builder.Build();
app.MapHealthChecks("/health/ready");
#endregion

#region orders
var orders = new ConcurrentDictionary<string, ConcurrentQueue<string>>();

var mine = app.MapGroup("/orders").RequireAuthorization();
mine.MapGet("/", (ClaimsPrincipal user) => OrdersOf(user));
mine.MapPost("/", (Order order, ClaimsPrincipal user) =>
{
    OrdersOf(user).Enqueue(order.Item);
    return TypedResults.Created();
});
#endregion

#region live
mine.MapGet("/live", (ClaimsPrincipal user, CancellationToken cancellationToken) =>
    TypedResults.ServerSentEvents(CountAsync(user, cancellationToken))).CloseWithSession();
#endregion

await app.RunAsync();

ConcurrentQueue<string> OrdersOf(ClaimsPrincipal user) =>
    orders.GetOrAdd(user.GetUserId().Value, static _ => new());

async IAsyncEnumerable<int> CountAsync(ClaimsPrincipal user, [EnumeratorCancellation] CancellationToken cancellationToken)
{
    using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
    do
    {
        yield return OrdersOf(user).Count;
    }
    while (await timer.WaitForNextTickAsync(cancellationToken));
}

internal sealed record Order(string Item);
