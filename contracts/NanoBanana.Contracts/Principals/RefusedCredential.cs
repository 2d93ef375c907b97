namespace NanoBanana.Contracts.Principals;

/// <summary>
/// The gateway's word to a service that the caller's credential was bad, where the service shall say so itself: a browser cannot read the
/// answer to a refused WebSocket.
/// </summary>
public static class RefusedCredential
{
    /// <summary>Set by the gateway only; one that a caller sends is dropped.</summary>
    public const string Header = "X-NanoBanana-Refused-Credential";
}
