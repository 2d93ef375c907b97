using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class AddSearch : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_prompts_owner",
                schema: "generation",
                table: "prompts",
                columns: new[] { "owner", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_projects_newest",
                schema: "generation",
                table: "projects",
                columns: new[] { "created_at", "id" },
                filter: "is_public");

            migrationBuilder.Sql(GenerationSql.Read("search_library"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP INDEX generation.ix_projects_search;
                DROP INDEX generation.ix_prompts_search;
                """);

            migrationBuilder.DropIndex(
                name: "ix_prompts_owner",
                schema: "generation",
                table: "prompts");

            migrationBuilder.DropIndex(
                name: "ix_projects_newest",
                schema: "generation",
                table: "projects");
        }
    }
}
