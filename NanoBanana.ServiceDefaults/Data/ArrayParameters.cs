using Npgsql;
using NpgsqlTypes;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>Parameters that Npgsql has no short word for: arrays of a statement for many, one element for each of them, and nulls.</summary>
public static class ArrayParameters
{
    /// <summary>Adds the next array, <c>$1</c> first.</summary>
    public static NpgsqlParameterCollection With<TItem, T>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<TItem> items, Func<TItem, T> element)
    {
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Elements(items, element) });
        return parameters;
    }

    /// <summary>Adds the next array, of a type that .NET has no own type for.</summary>
    public static NpgsqlParameterCollection With<TItem, T>(
        this NpgsqlParameterCollection parameters, IReadOnlyList<TItem> items, NpgsqlDbType type, Func<TItem, T> element)
    {
        parameters.Add(new NpgsqlParameter<T[]> { TypedValue = Elements(items, element), NpgsqlDbType = NpgsqlDbType.Array | type });
        return parameters;
    }

    /// <summary>Adds a named one that may be null, whose type Postgres could not tell then.</summary>
    public static void AddNullable(this NpgsqlParameterCollection parameters, string name, NpgsqlDbType type, object? value) =>
        parameters.Add(new NpgsqlParameter(name, type) { Value = value ?? DBNull.Value });

    private static T[] Elements<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, T> element)
    {
        var elements = new T[items.Count];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = element(items[i]);
        return elements;
    }
}
