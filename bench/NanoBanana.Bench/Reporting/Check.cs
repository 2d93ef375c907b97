namespace NanoBanana.Bench.Reporting;

/// <summary>A figure and what it has to reach.</summary>
internal sealed record Check(string Name, double Value, double Target, bool IsMost)
{
    public bool IsMet => IsMost ? Value <= Target : Value >= Target;

    public static Check AtLeast(string name, double value, double target) => new(name, value, target, IsMost: false);

    public static Check AtMost(string name, double value, double target) => new(name, value, target, IsMost: true);
}
