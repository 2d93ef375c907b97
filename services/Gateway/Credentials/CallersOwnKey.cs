namespace NanoBanana.Gateway.Credentials;

/// <summary>The caller's own provider key, for this request and the one service that uses it. Never printed.</summary>
internal sealed class CallersOwnKey(string text)
{
    public string Text => text;

    public override string ToString() => "***";
}
