namespace NanoBanana.Generation.Routing;

/// <summary>A place that is renewed until it is given back.</summary>
internal sealed class ProviderPlace : IProviderSlot
{
    private readonly ProviderGate _gate;
    private readonly string _call;
    private readonly ITimer _renewal;
    private bool _hasEnded;

    public ProviderPlace(ProviderGate gate, string call, TimeProvider time)
    {
        (_gate, _call) = (gate, call);
        _renewal = time.CreateTimer(_ => _ = gate.TakeAsync(call, int.MaxValue), null, SlotStore.Life / 3, SlotStore.Life / 3);
    }

    public void End() => _hasEnded = true;

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        if (_hasEnded)
            await _gate.LeaveAsync(_call);
        else
            _gate.Abandon();
    }
}
