using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace NanoBanana.ServiceDefaults.Configuration;

/// <summary>A connection string that a service cannot do without, checked at start together with all other options.</summary>
internal sealed class RequiredConnection
{
    public string? Value { get; set; }

    /// <summary>Adds the check for <c>ConnectionStrings:{name}</c>.</summary>
    /// <param name="variable">The older systems' variable that sets it too.</param>
    /// <param name="parse">Throws when the text is none of its kind.</param>
    public static void Add(IServiceCollection services, string name, string variable, Action<string> parse)
    {
        services.AddOptions<RequiredConnection>(name)
            .Configure<IConfiguration>((connection, configuration) => connection.Value = configuration.GetConnectionString(name))
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<RequiredConnection>>(new Validator(name, variable, parse));
    }

    private sealed class Validator(string connectionName, string variable, Action<string> parse) : IValidateOptions<RequiredConnection>
    {
        public ValidateOptionsResult Validate(string? name, RequiredConnection options)
        {
            if (name != connectionName)
                return ValidateOptionsResult.Skip;
            if (string.IsNullOrWhiteSpace(options.Value))
                return ValidateOptionsResult.Fail($"ConnectionStrings:{connectionName} is missing: set ConnectionStrings__{connectionName} or {variable}.");
            try
            {
                parse(options.Value);
                return ValidateOptionsResult.Success;
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException)
            {
                // The text itself may hold a password and is not repeated.
                return ValidateOptionsResult.Fail($"ConnectionStrings:{connectionName} ({variable}) is not a connection string: {exception.GetType().Name}.");
            }
        }
    }
}
