using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Generation.Data.Migrations
{
    /// <inheritdoc />
    public partial class RouteJobs : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "own_key",
                schema: "generation",
                table: "jobs",
                type: "boolean",
                nullable: false,
                defaultValue: false);

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

            migrationBuilder.CreateTable(
                name: "quotes",
                schema: "generation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    route = table.Column<string>(type: "jsonb", nullable: false),
                    credits = table.Column<int>(type: "integer", nullable: false),
                    price_version = table.Column<int>(type: "integer", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotes", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_quotes_expires_at",
                schema: "generation",
                table: "quotes",
                column: "expires_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "quotes",
                schema: "generation");

            migrationBuilder.DropColumn(
                name: "own_key",
                schema: "generation",
                table: "jobs");

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
