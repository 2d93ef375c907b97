using NanoBanana.Contracts.Billing;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>Which accounts are the operator's.</summary>
public sealed class OperatorAccountTests
{
    [Fact]
    public void Project_HasAlwaysTheSameAccountAndNobodyElses()
    {
        var shop = OperatorAccount.OfProject("shop");

        OperatorAccount.OfProject("shop").ShouldBe(shop);
        OperatorAccount.OfProject("Shop").ShouldNotBe(shop);
        OperatorAccount.OfProject("").ShouldNotBe(shop);
        Enumerable.Range(0, 10_000).Select(static number => OperatorAccount.OfProject($"{number}")).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public void Includes_TheOperatorsOwn()
    {
        OperatorAccount.Includes(OperatorAccount.Id).ShouldBeTrue();
        OperatorAccount.Includes(OperatorAccount.OfProject("shop")).ShouldBeTrue();
        OperatorAccount.Includes(Guid.Empty).ShouldBeFalse();
        OperatorAccount.Includes(new Guid("00000000-0000-0000-0000-000000000002")).ShouldBeFalse();
        Enumerable.Range(0, 1_000).ShouldAllBe(static _ => !OperatorAccount.Includes(Guid.NewGuid()) && !OperatorAccount.Includes(Guid.CreateVersion7()));
    }
}
