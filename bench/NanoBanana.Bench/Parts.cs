namespace NanoBanana.Bench;

/// <summary>What can be measured by itself.</summary>
internal static class Parts
{
    public const string Gateway = "gateway";
    public const string Whole = "whole";
    public const string Memory = "memory";
}
