namespace NanoBanana.Generation.Jobs;

/// <summary>Another process took the job over: whatever this one still knows of it is not to be written.</summary>
internal sealed class LeaseLostException : Exception;
