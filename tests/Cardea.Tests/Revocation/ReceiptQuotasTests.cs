using Cardea.AspNetCore.Revocation;

namespace Cardea.Tests.Revocation;

public sealed class ReceiptQuotasTests
{
    [Fact]
    public void An_api_beyond_its_quota_waits_and_the_others_do_not()
    {
        using var quotas = new ReceiptQuotas(perSecond: 10, atOnce: 1000);

        Assert.Null(quotas.FindWait("orders", 900));
        Assert.Null(quotas.FindWait("orders", 100));
        Assert.True(quotas.FindWait("orders", 1000) > TimeSpan.Zero);
        Assert.Null(quotas.FindWait("invoices", 1000));
    }

    [Fact]
    public async Task The_quota_grows_back()
    {
        using var quotas = new ReceiptQuotas(perSecond: 1000, atOnce: 100);
        Assert.Null(quotas.FindWait("orders", 100));

        while (quotas.FindWait("orders", 100) is not null)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void Nothing_is_always_within_it()
    {
        using var quotas = new ReceiptQuotas();

        Assert.Null(quotas.FindWait("orders", 0));
    }
}
