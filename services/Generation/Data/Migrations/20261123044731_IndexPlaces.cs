using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class IndexPlaces : Migration
    {
        private const string Stretch = "(place / 16384)";

        // Name, table, what leads, what is searched, and which rows.
        private static readonly (string Index, string Table, string Lead, string Text, string Where)[] Indexes =
        [
            ("ix_images_prompt", "images", "account_id, ", "prompt", " WHERE deleted_at IS NULL AND duration_ms IS NULL"),
            ("ix_prompts_search", "prompts", "owner, ", "search_text", ""),
            ("ix_templates_search_public", "templates", "", "search_text", " WHERE is_public"),
            ("ix_templates_search_own", "templates", "account_id, ", "search_text", " WHERE NOT is_public"),
            ("ix_projects_search_public", "projects", "", "search_text", " WHERE is_public"),
        ];

        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            foreach (var (index, table, lead, text, where) in Indexes)
                Replace(migrationBuilder, index, $"ON generation.{table} USING gin ({lead}{Stretch}, {text} gin_trgm_ops){where}");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            foreach (var (index, table, lead, text, where) in Indexes)
                Replace(migrationBuilder, index, $"ON generation.{table} USING gin ({lead}{text} gin_trgm_ops){where}");
        }

        // While calls go on storing images. One that was interrupted left an index that is not valid, which the next attempt drops first.
        private static void Replace(MigrationBuilder migrationBuilder, string index, string definition)
        {
            migrationBuilder.Sql($"DROP INDEX IF EXISTS generation.{index}_new", suppressTransaction: true);
            migrationBuilder.Sql($"CREATE INDEX CONCURRENTLY {index}_new {definition}", suppressTransaction: true);
            migrationBuilder.Sql($"""
                DROP INDEX generation.{index};
                ALTER INDEX generation.{index}_new RENAME TO {index};
                """);
        }
    }
}
