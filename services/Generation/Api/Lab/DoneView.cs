namespace NanoBanana.Generation.Api.Lab;

/// <summary>That something was done which leaves nothing to show.</summary>
internal sealed record DoneView(bool Success, string Message);
