using System.Globalization;
using NanoBanana.Contracts.Errors;
using NanoBanana.ServiceDefaults.Errors;

namespace NanoBanana.ServiceDefaults.Validation;

/// <summary>Collects every fault of a request, so that the caller mends them in one go.</summary>
public sealed class RequestValidation
{
    private readonly List<FieldError> _errors = [];

    public bool Failed => _errors.Count > 0;

    /// <summary>All faults as one failure.</summary>
    public ApiFailure Failure => new(ErrorCodes.InvalidRequest) { Fields = _errors };

    public void Add(string field, string type, string message, string location = "body") =>
        _errors.Add(new FieldError(location, field, type, message));

    /// <summary>Adds the faults of a part of the request, with where it lies before their names.</summary>
    public void AddWithin(string part, RequestValidation faults) =>
        _errors.AddRange(faults._errors.Select(fault => fault.Location == "body" ? fault with { Field = $"{part} -> {fault.Field}" } : fault));

    /// <summary>The text is there and its length, in Unicode code points as callers count characters, lies within the limits.</summary>
    public void Text(string field, string? value, int min, int max, bool required = true)
    {
        if (value is null)
        {
            if (required)
                Add(field, "missing", "Field required");
            return;
        }

        // Code points are at most UTF-16 units: only a text that looks too long needs the exact count.
        var length = value.Length > max || value.Length < min * 2 ? value.EnumerateRunes().Count() : value.Length;
        if (length < min)
            Add(field, "string_too_short", $"String should have at least {min} character{(min == 1 ? "" : "s")}");
        else if (length > max)
            Add(field, "string_too_long", $"String should have at most {max} characters");
        else if (value.Contains('\0'))
            Add(field, "string_type", "String should not contain a NUL character");
    }

    /// <summary>The value is one of a fixed set.</summary>
    public void OneOf(string field, string? value, IReadOnlyCollection<string> allowed)
    {
        if (value is not null && !allowed.Contains(value))
            Add(field, "literal_error", $"Input should be {string.Join(", ", allowed.Select(static item => $"'{item}'"))}");
    }

    /// <summary>The number lies within the limits.</summary>
    public void Range(string field, int value, int min, int max, string location = "body")
    {
        if (value < min)
            Add(field, "greater_than_equal", $"Input should be greater than or equal to {min}", location);
        else if (value > max)
            Add(field, "less_than_equal", $"Input should be less than or equal to {max}", location);
    }

    /// <summary>Reads an optional whole number from the query; adds a fault and gives the default when it is none or out of range.</summary>
    public int QueryInt(string field, string? text, int defaultValue, int min, int max)
    {
        if (string.IsNullOrEmpty(text))
            return defaultValue;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Add(field, "int_parsing", "Input should be a valid integer", "query");
            return defaultValue;
        }

        Range(field, value, min, max, "query");
        return value;
    }
}
