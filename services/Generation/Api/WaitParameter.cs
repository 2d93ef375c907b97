using NanoBanana.ServiceDefaults.Validation;

namespace NanoBanana.Generation.Api;

/// <summary>Reads <c>?wait=30</c>: how long the answer may take while what is asked for goes on, 0 to 60 seconds. Default 0.</summary>
internal static class WaitParameter
{
    private const int Longest = 60;

    public static TimeSpan Read(string? wait, RequestValidation validation) => TimeSpan.FromSeconds(validation.QueryInt("wait", wait, 0, 0, Longest));
}
