using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace NanoBanana.ServiceDefaults.Data;

/// <summary>
/// Names every table, column, key and index in snake_case, so that psql needs no quotes. Own code because the package that does
/// this for EF Core 10 does not restore everywhere; delete it when it does.
/// </summary>
public static class SnakeCaseNames
{
    /// <summary>To be called last in <c>OnModelCreating</c>.</summary>
    public static void UseSnakeCaseNames(this ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table)
                entity.SetTableName(Snake(table));
            foreach (var property in entity.GetProperties())
                property.SetColumnName(Snake(property.GetColumnName()));
            foreach (var key in entity.GetKeys())
                key.SetName(Snake(key.GetName()!));
            foreach (var foreignKey in entity.GetForeignKeys())
                foreignKey.SetConstraintName(Snake(foreignKey.GetConstraintName()!));
            foreach (var index in entity.GetIndexes())
                index.SetDatabaseName(Snake(index.GetDatabaseName()!));
        }
    }

    private static string Snake(string name) =>
        JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace("__", "_", StringComparison.Ordinal);
}
