namespace NanoBanana.Contracts.Principals;

/// <summary>A caller's own provider key on its way from the gateway to the service that uses it, once.</summary>
public static class CallerKey
{
    /// <summary>Set by the gateway only; one that a caller sends is dropped.</summary>
    public const string Header = "X-NanoBanana-Caller-Key";
}
