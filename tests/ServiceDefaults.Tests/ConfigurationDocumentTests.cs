using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using NanoBanana.ServiceDefaults.Configuration;
using NanoBanana.ServiceDefaults.Principals;

namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>docs/configuration.md has a row for every key, with the type, the default and the variables that the code gives it.</summary>
public sealed class ConfigurationDocumentTests
{
    private const string SectionConstant = "Section";
    private static readonly Dictionary<string, Row> Rows = ReadRows();

    private static readonly Assembly[] Assemblies =
    [
        typeof(InternalTokenOptions).Assembly,
        typeof(Identity.IdentityServiceExtensions).Assembly,
        typeof(Keys.KeysServiceExtensions).Assembly,
        typeof(Generation.GenerationServiceExtensions).Assembly,
        typeof(Billing.BillingServiceExtensions).Assembly,
        typeof(Gateway.GatewayServiceExtensions).Assembly,
    ];

    public static TheoryData<string> Variables => [.. AskedVariables()];

    public static TheoryData<string> OptionKeys => [.. Options().Keys];

    [Theory]
    [MemberData(nameof(Variables))]
    public void Variable_OfTheReplacedSystems_StandsInTheRowOfEachKeyItSets(string variable)
    {
        var sample = variable switch { "DATABASE_URL" => "Host=example", "REDIS_URL" => "example:6379", _ => "1" };
        var keys = LegacyVariables.Map(new RecordingConfiguration(new(StringComparer.Ordinal) { [variable] = sample })).Keys;
        foreach (var key in keys)
        {
            Rows.ShouldContainKey(key);
            Rows[key].Variables.ShouldContain(variable);
        }

        if (keys.Count == 0)
            Repository.Read("docs", "configuration.md").ShouldContain($"`{variable}`");
    }

    [Theory]
    [MemberData(nameof(OptionKeys))]
    public void Option_OfAnyService_HasARowWithItsTypeAndDefault(string key)
    {
        var (property, value) = Options()[key];
        Rows.ShouldContainKey(key);
        Rows[key].Type.ShouldBe(TypeName(property.PropertyType));
        Rows[key].Default.ShouldBe(DefaultText(property, value));
    }

    [Fact]
    public void OptionsClass_OfAnyService_IsBoundToASection()
    {
        var bound = Options().Values.Select(static option => option.Property.ReflectedType!).ToHashSet();
        Assemblies.SelectMany(static assembly => assembly.GetTypes()).Where(IsOptions).ShouldAllBe(type => bound.Contains(type));
    }

    [Fact]
    public void Variables_OfARow_AreReallyRead()
    {
        var asked = AskedVariables();
        var known = Rows.Where(static row => row.Key != "ASPNETCORE_ENVIRONMENT").SelectMany(static row => row.Value.Variables);
        known.Where(variable => !asked.Contains(variable)).ShouldBeEmpty();
    }

    private static bool IsOptions(Type type) => type is { IsClass: true, IsAbstract: false } && type.Name.EndsWith("Options", StringComparison.Ordinal);

    /// <summary>Every variable that the mapping asks for when each of those before it in its row is unset.</summary>
    private static HashSet<string> AskedVariables()
    {
        var recording = new RecordingConfiguration(new(StringComparer.Ordinal) { ["DATABASE_URL"] = "Host=example" });
        LegacyVariables.Map(recording);
        return recording.Asked;
    }

    private static Dictionary<string, (PropertyInfo Property, object? Value)> Options()
    {
        var options = new Dictionary<string, (PropertyInfo, object?)>(StringComparer.Ordinal);
        foreach (var type in Assemblies.SelectMany(static assembly => assembly.GetTypes()).Where(IsOptions))
        {
            if (type.GetField(SectionConstant)?.GetRawConstantValue() is string section)
                Collect(options, section, Activator.CreateInstance(type)!);
        }

        return options;
    }

    private static void Collect(Dictionary<string, (PropertyInfo Property, object? Value)> options, string section, object instance)
    {
        foreach (var property in instance.GetType().GetProperties().Where(static property => property.CanWrite))
        {
            var value = property.GetValue(instance);
            if (IsOptions(property.PropertyType))
                Collect(options, $"{section}:{property.Name}", value!);
            else
                options[$"{section}:{property.Name}"] = (property, value);
        }
    }

    private static string TypeName(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(bool) ? "boolean" : type == typeof(int) ? "integer" : type == typeof(string) ? "text" : type.Name;
    }

    private static string DefaultText(PropertyInfo property, object? value) => value switch
    {
        _ when property.GetCustomAttribute<RequiredAttribute>() is not null => "required",
        null => "unset",
        "" => "empty",
        true => "`true`",
        false => "`false`",
        _ => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };

    private static Dictionary<string, Row> ReadRows() => Repository.Read("docs", "configuration.md").Split('\n')
        .Select(static line => line.Trim('|', ' ').Split('|').Select(static cell => cell.Trim()).ToArray())
        .Where(static cells => cells.Length == 5 && cells[0].StartsWith('`'))
        .ToDictionary(static cells => cells[0].Trim('`'), static cells => new Row(
            cells[1], cells[2], [.. cells[3].Split(", ").Where(static text => text != "-").Select(static text => text.Trim('`'))]), StringComparer.Ordinal);

    private sealed record Row(string Type, string Default, IReadOnlyList<string> Variables);

    /// <summary>Settings that remember what was asked for.</summary>
    private sealed class RecordingConfiguration(Dictionary<string, string> values) : IConfiguration
    {
        public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

        public string? this[string key]
        {
            get
            {
                Asked.Add(key);
                return values.GetValueOrDefault(key);
            }
            set => throw new NotSupportedException();
        }

        public IConfigurationSection GetSection(string key) => throw new NotSupportedException();

        public IEnumerable<IConfigurationSection> GetChildren() => throw new NotSupportedException();

        public Microsoft.Extensions.Primitives.IChangeToken GetReloadToken() => throw new NotSupportedException();
    }
}
