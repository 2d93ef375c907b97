using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class SearchByOwner : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(GenerationSql.Read("search_stretches"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE INDEX ix_templates_search ON generation.templates USING gin (search_text gin_trgm_ops);
                CREATE INDEX ix_projects_search ON generation.projects USING gin (search_text gin_trgm_ops);
                DROP INDEX generation.ix_templates_search_public;
                DROP INDEX generation.ix_templates_search_own;
                DROP INDEX generation.ix_projects_search_public;
                DROP INDEX generation.ix_projects_search_own;
                """);
        }
    }
}
