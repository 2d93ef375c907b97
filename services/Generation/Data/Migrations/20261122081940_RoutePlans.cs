using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class RoutePlans : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "route",
                schema: "generation",
                table: "jobs",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "cost_micros",
                schema: "generation",
                table: "attempts",
                type: "bigint",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "route",
                schema: "generation",
                table: "jobs");

            migrationBuilder.DropColumn(
                name: "cost_micros",
                schema: "generation",
                table: "attempts");
        }
    }
}
