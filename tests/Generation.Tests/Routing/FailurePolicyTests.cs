using NanoBanana.Generation.Providers;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>The table of failures, as docs/providers.md shows it.</summary>
public sealed class FailurePolicyTests
{
    [Theory]
    [InlineData("NotSent", true, true, "Counts")]
    [InlineData("Throttled", false, true, "None")]
    [InlineData("Overloaded", true, true, "Counts")]
    [InlineData("TimedOut", true, true, "Counts")]
    [InlineData("Unknown", false, false, "Counts")]
    [InlineData("Failed", false, true, "Counts")]
    [InlineData("BadInput", false, false, "None")]
    [InlineData("RefusedInput", false, false, "None")]
    [InlineData("RefusedOutput", false, false, "None")]
    [InlineData("NoImage", false, false, "None")]
    [InlineData("BadImage", false, true, "Counts")]
    [InlineData("Unauthorised", false, true, "Opens")]
    [InlineData("OutOfFunds", false, true, "Opens")]
    [InlineData("Gone", false, true, "Opens")]
    public void Class_Decides(string name, bool retry, bool fallBack, string circuit)
    {
        var rule = FailurePolicy.Of(Enum.Parse<FailureClass>(name));

        (rule.Retry, rule.FallBack, rule.Circuit.ToString()).ShouldBe((retry, fallBack, circuit));
    }

    [Fact]
    public void EveryClass_HasARule()
    {
        foreach (var failure in Enum.GetValues<FailureClass>())
            FailurePolicy.Of(failure).Error.Code.ShouldNotBeEmpty();
    }
}
