namespace NanoBanana.ServiceDefaults.Errors;

/// <summary>The prompt of the request, once it was read: a feature of the request, for the failures that repeat it to their caller.</summary>
public sealed record OriginalPrompt(string Text);
