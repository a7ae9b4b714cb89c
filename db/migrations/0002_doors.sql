CREATE TABLE "module_settings" (
	"community_id" uuid NOT NULL,
	"module" text NOT NULL,
	"value" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "module_settings_community_id_module_pk" PRIMARY KEY("community_id","module")
);
--> statement-breakpoint
CREATE TABLE "greetings" (
	"id" text PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"amount" integer DEFAULT 0 NOT NULL,
	"what" text DEFAULT '' NOT NULL,
	"thanked_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "websub_leases" (
	"id" uuid PRIMARY KEY NOT NULL,
	"channel" text NOT NULL,
	"topic" text NOT NULL,
	"token_hash" text NOT NULL,
	"state" text DEFAULT 'pending' NOT NULL,
	"reason" text,
	"expires_at" timestamp with time zone,
	"renew_at" timestamp with time zone DEFAULT now(),
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "websub_leases_channel_unique" UNIQUE("channel")
);
--> statement-breakpoint
CREATE TABLE "inbound_webhooks" (
	"id" uuid PRIMARY KEY NOT NULL,
	"community_id" uuid NOT NULL,
	"platform" text NOT NULL,
	"platform_id" text NOT NULL,
	"room" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"token_start" text NOT NULL,
	"verifier" text NOT NULL,
	"sealed_secret" text,
	"template" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "inbound_webhooks_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "bot_account" text;--> statement-breakpoint
ALTER TABLE "module_settings" ADD CONSTRAINT "module_settings_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "greetings" ADD CONSTRAINT "greetings_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inbound_webhooks" ADD CONSTRAINT "inbound_webhooks_community_id_communities_id_fk" FOREIGN KEY ("community_id") REFERENCES "public"."communities"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "greetings_open_idx" ON "greetings" USING btree ("community_id","channel","kind") WHERE thanked_by is null;--> statement-breakpoint
CREATE INDEX "greetings_created_idx" ON "greetings" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "websub_leases_token_key" ON "websub_leases" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "websub_leases_renew_idx" ON "websub_leases" USING btree ("renew_at");--> statement-breakpoint
CREATE INDEX "inbound_webhooks_community_idx" ON "inbound_webhooks" USING btree ("community_id");