using NanoBanana.Generation.Providers;
using NanoBanana.Generation.Routing;

namespace NanoBanana.Generation.Tests.Routing;

/// <summary>When calls to a model are let through.</summary>
public sealed class CircuitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly RoutingOptions Options = new();

    [Fact]
    public void FailuresInARow_OpenItAtTheFifth()
    {
        var circuit = Circuit.Closed;
        for (var i = 1; i < Options.CircuitFailures; i++)
        {
            circuit = circuit.AfterFailure(CircuitEffect.Counts, Now, Options);
            circuit.Enter(Now).Admitted.ShouldBeTrue();
        }

        circuit.AfterFailure(CircuitEffect.Counts, Now, Options).Enter(Now).Admitted.ShouldBeFalse();
    }

    [Fact]
    public void SuccessBetweenFailures_StartsTheCountAnew()
    {
        var circuit = Circuit.Closed;
        for (var i = 0; i < 20; i++)
        {
            for (var failure = 1; failure < Options.CircuitFailures; failure++)
                circuit = circuit.AfterFailure(CircuitEffect.Counts, Now, Options);
            circuit = circuit.AfterSuccess(Options);
        }

        circuit.ShouldBe(Circuit.Closed);
    }

    [Fact]
    public void BadKey_OpensItAtOnce() =>
        Circuit.Closed.AfterFailure(CircuitEffect.Opens, Now, Options).State.ShouldBe(CircuitState.Open);

    [Fact]
    public void OpenForItsTime_LetsOneProbeThroughAndNoSecond()
    {
        var open = Circuit.Closed.AfterFailure(CircuitEffect.Opens, Now, Options);
        open.Enter(Now.AddSeconds(Options.CircuitOpenSeconds - 1)).Admitted.ShouldBeFalse();

        var (admitted, half) = open.Enter(Now.AddSeconds(Options.CircuitOpenSeconds));

        admitted.ShouldBeTrue();
        half.Enter(Now.AddSeconds(Options.CircuitOpenSeconds + 1)).Admitted.ShouldBeFalse();
    }

    [Fact]
    public void TwoGoodProbes_CloseIt_OneBadOpensItAgain()
    {
        var later = Now.AddSeconds(Options.CircuitOpenSeconds);
        var half = Circuit.Closed.AfterFailure(CircuitEffect.Opens, Now, Options).Enter(later).Next;

        var afterOne = half.AfterSuccess(Options);
        afterOne.State.ShouldBe(CircuitState.HalfOpen);
        var second = afterOne.Enter(later);
        second.Admitted.ShouldBeTrue();
        second.Next.AfterSuccess(Options).ShouldBe(Circuit.Closed);
        second.Next.AfterFailure(CircuitEffect.Counts, later, Options).State.ShouldBe(CircuitState.Open);
    }

    [Fact]
    public void ProbeThatNeverReports_IsGivenUp()
    {
        var later = Now.AddSeconds(Options.CircuitOpenSeconds);
        var half = Circuit.Closed.AfterFailure(CircuitEffect.Opens, Now, Options).Enter(later).Next;

        half.Enter(later.AddMinutes(6)).Admitted.ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("1|0|0")]
    [InlineData("9|0|0|0")]
    [InlineData("1|x|0|0")]
    [InlineData(null)]
    public void WhatCannotBeRead_IsClosed(string? text) => Circuit.Read(text).ShouldBe(Circuit.Closed);

    [Fact]
    public void Written_Read_IsTheSame()
    {
        var circuit = new Circuit(CircuitState.HalfOpen, 0, 1, 1_790_000_000_123);
        Circuit.Read(circuit.Write()).ShouldBe(circuit);
    }
}
