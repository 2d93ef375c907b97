using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class PlaceSearched : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(GenerationSql.Read("place_searched"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER place ON generation.images;
                DROP TRIGGER place ON generation.prompts;
                DROP TRIGGER place ON generation.templates;
                DROP TRIGGER place_moved ON generation.templates;
                DROP TRIGGER place ON generation.projects;
                DROP TRIGGER place_moved ON generation.projects;
                DROP FUNCTION generation.place_image;
                DROP FUNCTION generation.place_prompt;
                DROP FUNCTION generation.place_template;
                DROP FUNCTION generation.place_project;
                ALTER TABLE generation.images DROP COLUMN place;
                ALTER TABLE generation.prompts DROP COLUMN place;
                ALTER TABLE generation.templates DROP COLUMN place;
                ALTER TABLE generation.projects DROP COLUMN place;
                """);
        }
    }
}
